import type { Simulation } from "../../simulation.ts";
import { GraphError } from "../graph-error.ts";

/** By name in every language, or the one with this id too (docs, template management). */
export function deleteTemplates(
  { world }: Simulation,
  name: string | undefined,
  id: string | undefined,
): { success: true } {
  if (!name && !id) throw new GraphError(100, "The parameter name is required.");
  const isMeant = (one: { name: string; id: string }) =>
    (!name || one.name === name) && (!id || one.id === id);
  const gone = world.meta.templates.filter(isMeant);
  if (gone.length === 0) {
    throw new GraphError(100, "Invalid parameter", {
      error_subcode: 2593002,
      error_user_title: "Message Template Not Found",
      error_user_msg: "The message template was not found.",
    });
  }
  for (const one of gone) if (one.status === "APPROVED") world.meta.deletedNames.set(one.name, world.now());
  world.meta.templates = world.meta.templates.filter((one) => !isMeant(one));
  world.touch();
  return { success: true };
}
