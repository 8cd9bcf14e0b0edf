// Installs what only the checks need: the TypeScript compiler and Biome.
// Biome's packages for macOS, Windows, Android and musl were added to package-lock.json by hand, without a hash:
// the registry that wrote it had none of them, and `npm ci` refuses a lock that lacks an optional package.
import { installExtra } from "../scripts/install-extra.mjs";

installExtra(import.meta.dirname, "the checkers (TypeScript, Biome)");
