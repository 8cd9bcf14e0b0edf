import { watch } from "node:fs";
import { join } from "node:path";

/** Calls back once per burst of changes below the given files and folders. Answers the way to stop. */
export function watchCode(root: string, paths: string[], changed: (file: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watchers = paths.map((path) => {
    const watcher = watch(join(root, path), { recursive: true }, (_, file) => {
      // Editors write beside the file and rename; a save comes as several events within a few milliseconds.
      if (file && /(~|\.swp|\.tmp)$|^\.|\/\./.test(file)) return;
      clearTimeout(timer);
      timer = setTimeout(() => changed(file && file !== path ? join(path, file) : path), 80);
    });
    // A folder that is removed while watched: the next start sees it again.
    return watcher.on("error", () => watcher.close());
  });
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
