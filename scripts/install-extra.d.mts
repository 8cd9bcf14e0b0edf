export declare function installExtra(folder: string, purpose: string): void;
