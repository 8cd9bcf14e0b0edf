import { productionServices } from "../services.ts";
import { clockApp } from "./clock-app.ts";

export default clockApp(productionServices);
