export interface Statement {
  text: string;
  /** Line of the statement's first word in the file, from 1. */
  line: number;
}

// One token at a time: what may hide a semicolon (quotes, dollar quotes, comments), or the semicolon itself.
// Not known: E'' strings with backslash-escaped quotes, and `begin atomic` bodies; the migrations use neither.
const token = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$(?:[a-z_]\w*)?\$)[\s\S]*?\1|;/gi;

/**
 * Splits an SQL file, so that an error can name its line: Postgres gives a position for some errors only
 * (none for "already exists"), and none of the statement within a file.
 */
export function splitStatements(sql: string): Statement[] {
  const statements: Statement[] = [];
  let start = 0;
  // Counted on from the last one: a schema in one file has thousands.
  let counted = { at: 0, line: 1 };
  const lineOf = (at: number) => {
    let { line } = counted;
    for (let next = sql.indexOf("\n", counted.at); next >= 0 && next < at; next = sql.indexOf("\n", next + 1))
      line += 1;
    counted = { at, line };
    return line;
  };
  const add = (end: number) => {
    const raw = sql.slice(start, end);
    const lead = raw.match(/^(?:\s+|--[^\n]*|\/\*[\s\S]*?\*\/)*/)![0].length;
    const text = raw.slice(lead).trim();
    if (text) statements.push({ text, line: lineOf(start + lead) });
    start = end + 1;
  };
  for (const match of sql.matchAll(token)) if (match[0] === ";") add(match.index);
  add(sql.length);
  return statements;
}
