/** Something that its user can mend: one sentence, printed without a stack. */
export class StaffFailure extends Error {
  override name = "StaffFailure";
}
