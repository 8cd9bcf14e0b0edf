import type { Side } from "./side.ts";
import type { Subject } from "./subject.ts";

/** One call and how long it took, ms: the statement alone, without the commit that both sides pay alike. */
export async function callSubject(
  side: Side,
  subject: Subject,
  n: number,
  own?: string[],
): Promise<{ ms: number; answer: unknown }> {
  const sql = side[subject.as];
  const parameters = own ?? subject.parameters(side.facts, n);
  if (subject.arrange) await side.owner.unsafe(subject.arrange);
  const isWriting = subject.as === "service";
  if (isWriting) await sql.unsafe("begin");
  const began = performance.now();
  const [row] = await sql.unsafe(subject.statement, parameters, { prepare: true });
  const ms = performance.now() - began;
  if (isWriting) await sql.unsafe("commit");
  return { ms, answer: row?.answer };
}
