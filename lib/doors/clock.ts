import { clockApp } from "./clock-app.ts";
import { productionServices } from "../services.ts";

export default clockApp(productionServices);
