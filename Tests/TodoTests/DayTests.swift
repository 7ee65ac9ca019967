import Testing

@testable import Todo

@Suite("A day")
struct DayTests {
    @Test("reads both spellings", arguments: ["20170120", "2017-01-20"])
    func reads(text: String) throws {
        #expect(try Day(text).description == "2017-01-20")
    }

    @Test(
        "refuses what is no day of the calendar, saying how to write one",
        arguments: ["", "2017", "2017-1-20", "20171301", "20170132", "20170229", "19000229", "00000101", "２０１７0120"]
    )
    func refuses(text: String) {
        #expect(throws: TodoError.malformedDay(text)) { try Day(text) }
        #expect("\(TodoError.malformedDay(text))".hasSuffix("is not a day; write it as 20170120 or 2017-01-20"))
    }

    @Test("knows leap years", arguments: ["20160229", "20000229"])
    func leapDays(text: String) throws {
        #expect(try Day(text).day == 29)
    }

    @Test("comes in the order of the calendar")
    func order() throws {
        #expect(try Day("20161231") < Day("20170101"))
        #expect(try Day("20170131") < Day("20170201"))
    }
}
