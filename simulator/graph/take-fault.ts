import type { World } from "../world/world.ts";

/** "Only the next send" leaves every other request alone and switches itself off. */
export function takeFault<Fault extends string>(
  world: World,
  names: { fault: "metaFault" | "cunnektFault"; once: "metaFaultOnce" | "cunnektFaultOnce" },
  isSend: boolean,
): Fault | "none" {
  const switches = world.switches as unknown as Record<string, string | boolean>;
  const fault = switches[names.fault] as Fault;
  if (!switches[names.once]) return fault;
  if (!isSend) return "none";
  switches[names.fault] = "none";
  switches[names.once] = false;
  world.touch();
  return fault;
}
