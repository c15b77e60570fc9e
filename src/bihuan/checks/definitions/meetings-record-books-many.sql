-- title: '村级会议记录本种类过多'
-- severity: low
-- problem: '村级会议记录本名目繁多，形式主义加重基层负担'
-- clauses: ['2.1']
-- law: '中办关于整治形式主义为基层减负的若干规定'
-- law_status: to verify
-- ledgers: [meeting_book]
-- keys: [unit_code, year]
-- params:
--   max_books: 5
-- scope: '每个（村，年度）'
-- message: '{unit_code}{year}年有{n}种会议记录本，超过{max_books}种，应合并。'
-- titles:
--   n: '次（人、种）数'

WITH scope AS (
    SELECT unit_code, year, count(DISTINCT book_name) AS n
    FROM meeting_book
    GROUP BY unit_code, year
)
SELECT unit_code, year, n
FROM scope
WHERE n > $max_books
