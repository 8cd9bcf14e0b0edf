import { clockApp } from "../lib/http/clock-app.ts";
import { productionServices } from "../lib/services.ts";

export default clockApp(productionServices);
