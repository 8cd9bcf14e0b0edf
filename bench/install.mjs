// Installs what only the benchmarks need: the job queue that the outbox is measured against.
import { installExtra } from "../scripts/install-extra.mjs";

installExtra(import.meta.dirname, "the benchmarks' parts (graphile-worker)");
