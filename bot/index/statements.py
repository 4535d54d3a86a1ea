"""What is asked of the tables, in SQL.

``{narrowing}`` is where the conditions of a query come to stand, on the row ``{row}`` in them.
"""

# A word in the title counts for five in the text, one in the author's name for three.
RANKED = """
SELECT document.number, -found.score FROM (
    SELECT rowid AS sequence, bm25(words, 5.0, 3.0, 1.0, 1.0) AS score FROM words
    WHERE words MATCH :match AND rowid <= :bound{narrowing} ORDER BY rowid DESC LIMIT :scored
) AS found JOIN document USING (sequence) ORDER BY found.score, sequence DESC LIMIT :limit
"""
NEWEST = """
SELECT document.number, 0.0 FROM words JOIN document ON document.sequence = words.rowid
WHERE words MATCH :match AND words.rowid <= :bound{narrowing} ORDER BY words.rowid DESC LIMIT :limit
"""
IN_TITLES = """
SELECT document.number, document.title_key,
    CASE :verbatim WHEN '' THEN 0 ELSE instr(fold(document.title), :verbatim) > 0 END AS verbatim
FROM pairs JOIN document ON document.sequence = pairs.rowid
WHERE pairs MATCH :match AND pairs.rowid <= :bound{narrowing}
ORDER BY verbatim DESC, length(document.title_key), sequence DESC LIMIT :limit
"""
WORDS_IN_TITLES = IN_TITLES.replace("pairs", "words")
TITLES = """
SELECT document.number, document.title FROM pairs JOIN document ON document.sequence = pairs.rowid
WHERE pairs MATCH :match AND pairs.rowid <= :bound ORDER BY length(document.title_key), sequence DESC
"""
HELD = """
SELECT document.number FROM words JOIN document ON document.sequence = words.rowid
WHERE words MATCH :match AND words.rowid <= :bound{narrowing} LIMIT :limit + 1
"""
LEFT = """
FROM document
WHERE sequence <= :bound{narrowing} AND sequence NOT IN (SELECT rowid FROM words WHERE words MATCH :match)
"""
HOLDING = f"SELECT document.number, 0.0 {LEFT} ORDER BY sequence DESC LIMIT :limit"
LISTED = f"SELECT document.number {LEFT} ORDER BY date DESC, sequence DESC LIMIT :limit OFFSET :start"
COUNTED = f"SELECT count(*) {LEFT}"

# With the sign, SQLite does not look each essay of a condition up in FTS5, which takes long if they are many.
ROW = "+words.rowid"
