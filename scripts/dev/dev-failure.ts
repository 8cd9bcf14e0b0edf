/** Something that stops `npm run dev` and that its user can mend: one sentence, printed without a stack. */
export class DevFailure extends Error {
  override name = "DevFailure";
}
