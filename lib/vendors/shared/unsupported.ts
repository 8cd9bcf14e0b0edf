import type { SendOutcome } from "../../model/provider.ts";

/** The vendor takes nothing of this kind from us: no call is made. */
export function unsupported(kind: string): SendOutcome {
  return {
    kind: "failed",
    code: "unsupported_content",
    message: `This number cannot send messages of the kind "${kind}".`,
    httpStatus: null,
  };
}
