/** Looks again until the answer is truthy; at the deadline it throws, naming what did not come. */
export async function until<Answer>(
  what: string,
  look: () => Answer | Promise<Answer>,
  deadlineMs = 60_000,
): Promise<NonNullable<Answer>> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const answer = await look();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`Waited ${deadlineMs} ms in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
