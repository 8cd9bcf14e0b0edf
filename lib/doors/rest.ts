import { restApp } from "../http/rest-app.ts";
import { productionServices } from "../services.ts";

export default restApp(productionServices);
