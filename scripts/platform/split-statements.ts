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
  const add = (end: number) => {
    const raw = sql.slice(start, end);
    const lead = raw.match(/^(?:\s+|--[^\n]*|\/\*[\s\S]*?\*\/)*/)![0].length;
    const text = raw.slice(lead).trim();
    if (text) statements.push({ text, line: sql.slice(0, start + lead).split("\n").length });
    start = end + 1;
  };
  for (const match of sql.matchAll(token)) if (match[0] === ";") add(match.index);
  add(sql.length);
  return statements;
}
