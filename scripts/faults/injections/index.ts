import { FaultName } from "../cells";
import { aptGone, aptLocked } from "./apt";
import { connectionCut, terraformKilled } from "./deploy";
import { diskFull } from "./disk";
import { Injection, Scene } from "./injection";
import { tunnelDown, wanCut } from "./network";
import { powerCut, reboot } from "./power";
import { corosyncKilled, etcPveOpen, pmxcfsStopped } from "./services";

/** How each fault is made, and taken back. */
export const INJECTIONS: Record<FaultName, (scene: Scene) => Injection> = {
  "terraform-killed": terraformKilled,
  "ssh-cut": connectionCut,
  "power-contact": (scene) => powerCut("contact", scene),
  "power-joiner": (scene) => powerCut("joiner", scene),
  "wan-cut": wanCut,
  "wg0-down": tunnelDown,
  "corosync-killed": corosyncKilled,
  "pmxcfs-stopped": pmxcfsStopped,
  "apt-lock": aptLocked,
  "apt-gone": aptGone,
  "disk-etc": (scene) => diskFull("etc", scene),
  "disk-var": (scene) => diskFull("var", scene),
  reboot,
  "etc-pve-open": etcPveOpen,
};
