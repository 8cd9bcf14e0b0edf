import type { SendOutcome } from "../../model/provider.ts";

/** The vendor takes texts from us and nothing else: no call is made. */
export function unsupported(kind: string): SendOutcome {
  return {
    kind: "failed",
    code: "unsupported_content",
    message: `This number sends texts only, and this message is of the kind "${kind}".`,
    httpStatus: null,
  };
}
