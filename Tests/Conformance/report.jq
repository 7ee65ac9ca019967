# Reads the event stream of a test run (one JSON text a line, as raw lines) and three tables, and tells for each section
# which ids are covered by a passing test, excepted, open for a later issue, or missing.

def rows($text): $text | split("\n") | map(select(length > 0 and (startswith("#") | not)) | split("\t"));

def section: split("-")[0];
def number: split("-")[1];

# "SECTION" or "FIRST..LAST" of one section.
def selects($selector):
    . as $id
    | ($selector | split("..")) as $ends
    | if ($ends | length) == 1 then ($id | section) == $selector
      else ($id | section) == ($ends[0] | section)
        and ($id | number) >= ($ends[0] | number)
        and ($id | number) <= ($ends[1] | number)
      end;

def named: [scan("\\b[A-Z]+-(?:[0-9]{3}|R[0-9])\\b")];

[inputs | fromjson?] as $records
| rows($ids) as $list
| [$list[][0]] as $known
| [$list[][0] | section] as $sections
| ($records | map(select(.kind == "test") | .payload | select(.kind == "function")
    | {key: .id, value: (.displayName // .name)}) | from_entries) as $titles
| ($records | map(select(.kind == "event") | .payload)) as $events
| ($events | map(select(.kind == "testEnded" and any(.messages[]; .symbol == "pass" or .symbol == "passWithWarnings"))
    | .testID | select($titles[.]))) as $passed
| ($passed | map($titles[.] | named) | add // [] | map({key: ., value: true}) | from_entries) as $covered
| rows($exceptions) as $excepted_rows
| ($excepted_rows | map({key: .[0], value: true}) | from_entries) as $excepted
| rows($open) as $open_rows
| ($known | map(. as $id | select(any($open_rows[]; . as $row | $id | selects($row[0]))) | {key: $id, value: true})
    | from_entries) as $later
| ([$titles[] | named[]] | unique) as $mentioned
| ($known | map({key: ., value: true}) | from_entries) as $is_known
| [ ($mentioned[] | . as $id | select(($sections | index($id | section)) and ($is_known[$id] | not))
      | "a test names \($id), which ids.tsv does not have"),
    ($excepted_rows[] | select($is_known[.[0]] | not)
      | "exceptions.tsv names \(.[0]), which ids.tsv does not have"),
    ($excepted_rows[] | select((.[1] // "" | gsub("\\s"; "") | length) == 0)
      | "exceptions.tsv gives no reason for \(.[0])"),
    ($excepted_rows | group_by(.[0])[] | select(length > 1)
      | "exceptions.tsv names \(.[0][0]) more than once"),
    ($excepted_rows[][0] | select($covered[.])
      | "\(.) is excepted although a passing test names it; take it out of exceptions.tsv"),
    ($excepted_rows[][0] | select($later[.])
      | "\(.) is both excepted and open"),
    ($open_rows[] | select((.[1] // "" | length) == 0)
      | "open.tsv names no issue for \(.[0])"),
    ($open_rows[] | . as $row | select(any($known[]; selects($row[0])) | not)
      | "open.tsv names \(.[0]), which selects no id"),
    (select($titles == {}) | "the event stream has no tests; run: make test"),
    (select(any($events[]; .kind == "runEnded") | not) | "the test run did not come to its end; run: make test")
  ] as $mistakes
| ($known | group_by(section) | map({
    key: .[0] | section,
    value: {
      total: length,
      covered: map(select($covered[.])) | length,
      excepted: map(select($excepted[.] and ($covered[.] | not))) | length,
      open: map(select($later[.] and ($covered[.] | not) and ($excepted[.] | not))) | length,
      missing: map(select(($covered[.] or $excepted[.] or $later[.]) | not))
    }
  }) | from_entries) as $report
| {report: $report, mistakes: $mistakes}
