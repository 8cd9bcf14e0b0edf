// Vercel's build command: each door and all it needs at start becomes one file, dist/doors/*.js. Unbundled, a cold start
// loads some 400 files and takes 4.5 to 7.5 times as long as supabase-js alone; so, 0.9 to 1.1 times.
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Plugin, rolldown } from "rolldown";

const root = join(import.meta.dirname, "..");

/**
 * V8 reads a JSON text much faster than the same object as source (v8.dev/blog/cost-of-javascript-2019), and it is read
 * with the first number.
 */
const phoneMetadataAsText: Plugin = {
  name: "phone-metadata-as-text",
  load: {
    filter: { id: /libphonenumber-js\/metadata\.\w+\.json\.js$/ },
    async handler(id) {
      const { default: metadata } = (await import(id)) as { default: object };
      const keys = Object.keys(metadata).map((key) => `get ${key}() { return read().${key}; }`);
      return `let all; const read = () => (all ??= JSON.parse(${JSON.stringify(JSON.stringify(metadata))}));
        export default { ${keys.join(", ")} };`;
    },
  },
};

// Chunks are named by their content: those of the last build would stay.
await rm(join(root, "dist", "doors"), { recursive: true, force: true });
for (const file of await readdir(join(root, "lib", "doors"))) {
  const bundle = await rolldown({
    input: join(root, "lib", "doors", file),
    platform: "node",

    plugins: [phoneMetadataAsText],
    resolve: {
      // Else @supabase/ssr comes as CommonJS and brings a second supabase-js with it.
      mainFields: ["module", "main"],
      alias: {
        // Its index loads the cache, the tags and the tokens too.
        "@vercel/functions": join(root, "node_modules", "@vercel", "functions", "wait-until.js"),
        // What supabase-js and pino load and a function never uses: an eighth of all there is to parse, and Node's threads.
        "@supabase/realtime-js": join(import.meta.dirname, "bundle", "no-realtime.ts"),
        "thread-stream": join(import.meta.dirname, "bundle", "no-threads.ts"),
      },
    },
  });
  const name = file.replace(/\.ts$/, "");
  await bundle.write({
    dir: join(root, "dist", "doors"),
    entryFileNames: `${name}.js`,
    // What is loaded lazily (settings, a person's page) is beside it, in chunks; all that loads at start stays one, else
    // what both share becomes chunks of its own, 14 files in all for the monitor.
    chunkFileNames: `${name}/[name]-[hash].js`,
    codeSplitting: { groups: [{ name: "start", tags: ["$initial"] }] },
    format: "esm",
    // Most of the import is the parser's time. Names stay: they are in the stacks of the log.
    minify: { compress: true, mangle: { keepNames: true }, codegen: { removeWhitespace: true } },
  });
  await bundle.close();
}
