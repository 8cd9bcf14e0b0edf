import { productionServices } from "../services.ts";
import { restApp } from "./rest-app.ts";

export default restApp(productionServices);
