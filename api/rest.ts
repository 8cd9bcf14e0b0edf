import { restApp } from "../lib/http/rest-app.ts";
import { productionServices } from "../lib/services.ts";

export default restApp(productionServices);
