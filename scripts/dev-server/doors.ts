import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** A Vercel function in its `export default { fetch }` form. */
export interface Door {
  fetch(request: Request): Response | Promise<Response>;
}

/** Every api/*.ts under the path Vercel gives it: its own name without the ending. */
export async function loadDoors(folder: string): Promise<Map<string, Door>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".ts"));
  const doors = await Promise.all(
    files.map(async (file): Promise<[string, Door]> => {
      const module = (await import(pathToFileURL(join(folder, file)).href)) as { default?: Door };
      if (typeof module.default?.fetch !== "function") {
        throw new Error(`api/${file} has no \`export default { fetch }\`.`);
      }
      return [`/api/${file.slice(0, -".ts".length)}`, module.default];
    }),
  );
  return new Map(doors);
}
