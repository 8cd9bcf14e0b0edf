// Installs the Vercel CLI, 360 MB that only `npm run check:artifact` needs.
// vercel 64.0.2 wants sandbox 4.4.0, which the registry did not have: the override takes 4.5.0. For the same reason its
// native parts for other systems were added to package-lock.json by hand, without a hash (see tools/install.mjs).
import { installExtra } from "../../scripts/install-extra.mjs";

installExtra(import.meta.dirname, "the Vercel CLI");
