import { HttpResponse } from "msw";
import type { MetaFault } from "../../../simulator/world/switches.ts";
import type { Ending } from "./number-fault.ts";
import type { Behaviour, Knock, NumberStage, NumberVendor } from "./number-stage.ts";

export const told = [1, 2, 3];
type Made = (knock: Knock, stage: NumberStage) => Response | Promise<Response>;

/** What comes back of one send, and how it ends for its customer; null: it is read. */
export interface AnswerFault {
  name: string;
  /** Only this vendor knows it. */
  only?: NumberVendor;
  behaviour: Made;
  ending(vendor: NumberVendor): Ending | null;
}

export const answering = (
  name: string,
  behaviour: Made,
  ending: AnswerFault["ending"],
  more: Pick<AnswerFault, "only"> = {},
): AnswerFault => ({ name, behaviour, ending, ...more });

export const deliversThen =
  (answer: () => Response): Made =>
  async (knock) => {
    await knock.deliver();
    return answer();
  };

/** It did not leave, and the answer says so. */
export const refuses =
  (status: number, body: object, headers: Record<string, string> = {}): Behaviour =>
  (knock) => {
    knock.refused = true;
    return HttpResponse.json(body as Record<string, unknown>, { status, headers });
  };

export const graphError = (code: number, message = "No"): object => ({
  error: { message: `(#${code}) ${message}`, type: "OAuthException", code },
});

/** The simulator's own switch, for this send. */
export const switched =
  (fault: MetaFault): Made =>
  (knock, { graph }) => {
    Object.assign(graph.sim.world.switches, { metaFault: fault, metaFaultOnce: true });
    return knock.deliver();
  };

/** Meta's statuses say our reference again, Cunnekt's say nothing that we know: there it stays for a person to settle. */
export const inDoubt =
  (code: string) =>
  (vendor: NumberVendor): Ending | null =>
    vendor === "meta" ? null : { status: "uncertain", code };

export const read = () => null;
