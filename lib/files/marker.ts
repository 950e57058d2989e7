/** The first line of every generated file. */
export const MARKER = "# Made by cdktf-proxmox-wan; changes by hand are lost with the next deploy.";
