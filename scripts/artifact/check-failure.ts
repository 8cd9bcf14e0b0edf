/** What is wrong with the artifact: one sentence, printed without a stack. */
export class CheckFailure extends Error {
  override name = "CheckFailure";
}

/** Throws the sentence unless the condition holds. */
export function must(holds: unknown, otherwise: string): asserts holds {
  if (!holds) throw new CheckFailure(otherwise);
}

/** As `must`, for values: the sentence gets what was wanted and what was found. */
export function mustBe(found: unknown, wanted: unknown, what: string): void {
  const [is, should] = [JSON.stringify(found), JSON.stringify(wanted)];
  must(is === should, `${what} is ${is} instead of ${should}.`);
}
