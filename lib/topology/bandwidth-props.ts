/** What is sent first when a line is full: docs/steps/bandwidth.md. Guide, "Bandwidth Reality". */
export interface BandwidthProps {
  /**
   * Megabits per second that a node's line can send at any time, 1 to 100000: measured, not as sold. The tunnels get at most nine tenths of it, and
   * corosync goes before all else in them. tc-htb(8).
   */
  readonly uplinkMegabitsPerSecond: number;
  /**
   * MiB per second of one migration, 1 to 100000: datacenter.cfg(5), `bwlimit`.
   * @default - as Proxmox has it
   */
  readonly migrationMebibytesPerSecond?: number;
  /**
   * MB per second of each replication job that has no rate of its own, 1 to 100000: pvesr(1), `--rate`.
   * @default - as Proxmox has it
   */
  readonly replicationMegabytesPerSecond?: number;
}
