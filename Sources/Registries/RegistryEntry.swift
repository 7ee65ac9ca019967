public import Processes

extension Registry {
    /// A process under a key, with a value.
    public struct Entry: Sendable {
        @usableFromInline let registration: Registration<Key, Value>

        @inlinable init(_ registration: Registration<Key, Value>) {
            self.registration = registration
        }

        /// What it is registered under.
        @inlinable public var key: Key { registration.key }

        /// The process that is registered.
        @inlinable public var process: ProcessID { registration.owner }

        /// What was registered with it.
        @inlinable public var value: Value { registration.value }
    }

    /// The entries of one key; at most one in a registry of unique keys.
    ///
    /// Their order means nothing.
    public struct Entries: RandomAccessCollection, Sendable {
        @usableFromInline enum Storage: Sendable {
            case none
            case one(Registration<Key, Value>)
            case many([Registration<Key, Value>])
        }

        @usableFromInline let storage: Storage

        @inlinable init(_ entry: Registration<Key, Value>?) {
            storage = entry.map { .one($0) } ?? .none
        }

        @inlinable init(_ entries: [Registration<Key, Value>]) {
            storage = entries.isEmpty ? .none : .many(entries)
        }

        /// The position of the first entry.
        @inlinable public var startIndex: Int { 0 }

        /// The number of entries.
        @inlinable public var endIndex: Int {
            switch storage {
            case .none: 0
            case .one: 1
            case .many(let entries): entries.count
            }
        }

        /// Goes through the entries.
        @inlinable public func makeIterator() -> Iterator {
            Iterator(storage)
        }

        /// Goes through entries, one after another.
        public struct Iterator: IteratorProtocol {
            @usableFromInline var one: Registration<Key, Value>?
            @usableFromInline let entries: [Registration<Key, Value>]
            @usableFromInline var position = 0

            @inlinable init(_ storage: Storage) {
                switch storage {
                case .none: entries = []
                case .one(let entry):
                    one = entry
                    entries = []
                case .many(let many): entries = many
                }
            }

            /// The next entry.
            @inlinable public mutating func next() -> Entry? {
                guard position < entries.count else { return one.take().map { Entry($0) } }
                defer { position += 1 }
                return Entry(entries[position])
            }
        }

        /// The entry at a position.
        @inlinable public subscript(position: Int) -> Entry {
            switch storage {
            case .many(let entries): return Entry(entries[position])
            case .one(let entry):
                precondition(position == 0, "there is one entry; use position 0")
                return Entry(entry)
            case .none: preconditionFailure("there are no entries; look at isEmpty or first")
            }
        }
    }
}

extension Registry.Entry: Equatable where Value: Equatable {
    /// Whether both have the same key, process and value.
    public static func == (left: Self, right: Self) -> Bool {
        left.key == right.key && left.process == right.process && left.value == right.value
    }
}

extension Registry.Entry: CustomStringConvertible {
    /// How it prints.
    public var description: String {
        "\(key): \(process), \(value)"
    }
}

extension Registry.Entries: CustomStringConvertible {
    /// How they print.
    public var description: String {
        "[\(map(\.description).joined(separator: "; "))]"
    }
}
