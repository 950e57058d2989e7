export { CommandOptions, LabCommandError, Result } from "./command";
export { ProxmoxVersion } from "./image";
export { Lab, LabOptions, takeDown } from "./lab";
export { POWER_ACTIONS, PowerAction } from "./power";
export { missingForLab } from "./requirements";
export { knownLabs, LabState, PowerState } from "./state";
export { Link, LinkChange, WanChange } from "./wan";
