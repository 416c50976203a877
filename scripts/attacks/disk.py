"""A disk whose power can be cut: a file system of its own in a file."""

import fcntl
import os
import struct
import subprocess

# Has ext4 and XFS shut down at once without writing anything more, their log least of all: `EXT4_IOC_SHUTDOWN`, which is
# `XFS_IOC_GOINGDOWN`, with what both call `NOLOGFLUSH`.
SHUT_DOWN, AT_ONCE = 0x8004587D, 2


class Impossible(Exception):  # noqa: N818
    """There can be no such disk here."""


class Disk:
    """An ext4 file system in a file, mounted on a folder."""

    def __init__(self, work):
        """Says where it is to be."""
        self.image, self.folder, self.device, self.is_mounted = work / "disk", work / "mounted", None, False

    def make(self, megabytes):
        """Makes it; `Impossible` where this machine, or this user, cannot."""
        with self.image.open("wb") as image:
            image.truncate(megabytes << 20)
        self.folder.mkdir()
        try:
            subprocess.run(["mkfs.ext4", "-q", "-F", self.image], check=True)
            self.attach()
        except (OSError, subprocess.CalledProcessError) as error:
            raise Impossible(str(error)) from error

    def attach(self):
        """Gives it power: what is on it is what was written before, and the file system's log makes that whole."""
        device = ["losetup", "--find", "--show", "--direct-io=on", self.image]
        self.device = subprocess.run(device, check=True, capture_output=True, text=True).stdout.strip()
        # The log is written each second, so that names are often on the disk before the bytes that nobody flushed.
        subprocess.run(["mount", "-t", "ext4", "-o", "commit=1", self.device, self.folder], check=True)
        self.is_mounted = True

    def cut(self):
        """Cuts the power: what the file system has not written to the disk by now never gets there."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(folder, SHUT_DOWN, struct.pack("I", AT_ONCE))
        finally:
            os.close(folder)

    def detach(self):
        """Takes it off; nothing may be at work on it."""
        if self.is_mounted:
            subprocess.run(["umount", self.folder], check=True)
            self.is_mounted = False
        if self.device:
            subprocess.run(["losetup", "--detach", self.device], check=True)
            self.device = None
