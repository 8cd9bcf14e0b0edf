// Installs what only `npm run check:database` needs: the Supabase CLI, 142 MB unpacked.
// Its binaries for macOS, Windows, ARM and musl were added to package-lock.json by hand, without a hash: npm writes
// the one of the machine it runs on, and `npm ci` refuses a lock that lacks the others.
import { installExtra } from "../../scripts/install-extra.mjs";

installExtra(import.meta.dirname, "the Supabase CLI");
