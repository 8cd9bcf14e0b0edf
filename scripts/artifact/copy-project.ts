import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readlink, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { linkFile } from "./link-file.ts";

/** What a deployment would upload: the files git tracks or would, as they are now, with node_modules beside them. */
export async function copyProject(root: string, folder: string): Promise<void> {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  for (const file of new Set(listed.split("\0"))) {
    // Deleted, but not committed yet.
    if (file === "" || !existsSync(join(root, file))) continue;
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(root, file), join(folder, file));
  }
  await linkTree(join(root, "node_modules"), join(folder, "node_modules"));
}

/**
 * Hard links: as fast as one symbolic link to the whole, which the build's tracing would leave out of the functions
 * as lying outside the project.
 */
async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else if (!entry.isDirectory()) await linkFile(source, target);
    else if (entry.name !== ".cache") await linkTree(source, target);
  }
}
