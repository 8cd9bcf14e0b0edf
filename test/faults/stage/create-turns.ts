/** Lets so many works run at once; the others wait in the order in which they came. */
export function createTurns(atOnce: number): <Answer>(work: () => Promise<Answer>) => Promise<Answer> {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
