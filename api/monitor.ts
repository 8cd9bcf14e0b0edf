import { monitorApp } from "../lib/http/monitor-app.ts";
import { productionServices } from "../lib/services.ts";

export default monitorApp(productionServices);
