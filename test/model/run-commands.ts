import type { Command } from "./commands/command.ts";
import { type Model, newModel } from "./model.ts";
import { readRows } from "./rows.ts";
import type { Setting, World } from "./world.ts";

/** An empty product and a model that knows nothing yet. */
export async function begin(w: World, setting: Setting): Promise<{ model: Model; real: World }> {
  await w.reset(setting);
  return { model: newModel(setting, await readRows(w.main)), real: w };
}

/** A fixed list: a regression. A command that cannot run here is an error, not a gap. */
export async function runCommands(w: World, setting: Setting, list: Command[]): Promise<Model> {
  const { model } = await begin(w, setting);
  for (const command of list) {
    if (!command.check(model)) throw new Error(`${command} cannot run here`);
    await command.run(model, w);
  }
  return model;
}
