import { monitorApp } from "../http/monitor-app.ts";
import { productionServices } from "../services.ts";

export default monitorApp(productionServices);
