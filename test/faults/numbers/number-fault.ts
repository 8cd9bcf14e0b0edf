import type { NumberStage, NumberVendor } from "./number-stage.ts";

/** How the follow-up to a customer ends, where it is not read as all others are. */
export interface Ending {
  status: "uncertain" | "failed" | "accepted" | "sent" | "read";
  /** `reason_code` */
  code?: string;
  /** Their phone shows nothing. */
  isUnseen?: true;
}

/** One way in which a number's vendor, or what is between it and us, fails. */
export interface NumberFault {
  name: string;
  /** Only this vendor knows it. */
  only?: NumberVendor;
  /** The product gives up on an answer after so long, ms. */
  timeoutMs?: number;
  /** Lets it happen; answers how it ends for which customer, and sentences about what was broken. */
  run(stage: NumberStage): Promise<{
    endings?: Record<number, Ending>;
    violations?: string[];
    /** What customer 1, 2, … stands for. */
    names?: string[];
  }>;
}
