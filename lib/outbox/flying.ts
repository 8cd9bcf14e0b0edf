/** Sends that are on their way while others are claimed. The first that cannot be kept ends the dispatcher. */
export class Flying {
  readonly #all = new Set<Promise<void>>();
  #failure: { error: unknown } | null = null;

  add(sent: Promise<void>): void {
    const one = sent
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#all.delete(one));
    this.#all.add(one);
  }

  /** Throws what one of them ended with. */
  check(): void {
    if (this.#failure) throw this.#failure.error;
  }

  /** Waits for all; whether there were any. Throws nothing. */
  async land(): Promise<boolean> {
    const were = this.#all.size > 0;
    await Promise.all(this.#all);
    return were;
  }
}
