// Preloaded into a worker: its wall clock is FAULT_DATE_SHIFT_MS ahead of the machine's. performance.now and timers
// stay, as they do on a machine whose wall clock is wrong.

const shift = Number(process.env.FAULT_DATE_SHIFT_MS);
const RealDate = Date;

class ShiftedDate extends RealDate {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(RealDate.now() + shift);
    else super(...(given as [number]));
  }
  static override now(): number {
    return RealDate.now() + shift;
  }
}
globalThis.Date = ShiftedDate as DateConstructor;
