import { restApp } from "./rest-app.ts";
import { productionServices } from "../services.ts";

export default restApp(productionServices);
