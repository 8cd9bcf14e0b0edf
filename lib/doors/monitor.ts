import { productionServices } from "../services.ts";
import { monitorApp } from "./monitor-app.ts";

export default monitorApp(productionServices);
