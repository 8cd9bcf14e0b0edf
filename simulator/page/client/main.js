import { listen } from "./actions.js";
import { openComposer } from "./composer.js";
import { keepRefreshing } from "./refresh.js";

document.querySelector("[data-part=chat]").scrollTop = 1e9;
listen();
openComposer();
keepRefreshing();
