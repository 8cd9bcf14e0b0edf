import { monitorApp } from "./monitor-app.ts";
import { productionServices } from "../services.ts";

export default monitorApp(productionServices);
