#include "collect/procfs/cgroup_text.h"

#include <gtest/gtest.h>

namespace portexplorer {
namespace {

const std::string kId = "3f4e8a1b2c3d4e5f60718293a4b5c6d7e8f90123456789abcdef0123456789ab";

struct Case {
  std::string text;
  std::string path;
  std::string unit;
  std::string container;
};

void expect(const Case& c) {
  const CgroupPlace place = parse_cgroup(c.text);
  EXPECT_EQ(place.path, c.path) << c.text;
  EXPECT_EQ(place.unit, c.unit) << c.text;
  EXPECT_EQ(place.container, c.container) << c.text;
}

TEST(Cgroup, TheUnitOfAUserIsNotTakenForTheSystems) {
  const auto unit = [](const std::string& path) { return parse_cgroup("0::" + path + "\n").unit; };
  EXPECT_EQ(unit("/system.slice/ssh.service"), "ssh.service");
  EXPECT_EQ(unit("/user.slice/user-1000.slice/user@1000.service/app.slice/ssh.service"),
            "user 1000: ssh.service");
  EXPECT_EQ(unit("/user.slice/user-1000.slice/user@1000.service/init.scope"),
            "user 1000: init.scope");
  EXPECT_EQ(unit("/user.slice/user-1000.slice/user@1000.service/a/user@0.service/ssh.service"),
            "user 1000: ssh.service");
  EXPECT_EQ(unit("/user.slice/user-1000.slice/user@1000.service/app.slice"), "user@1000.service");
  EXPECT_EQ(unit("/user.slice/user-1000.slice/session-3.scope"), "session-3.scope");
  EXPECT_EQ(unit("/system.slice/user@x.service/ssh.service"), "ssh.service") << "no user's number";
}

TEST(Cgroup, OfAMachineWithSystemd) {
  expect({"0::/system.slice/ssh.service\n", "/system.slice/ssh.service", "ssh.service", ""});
  expect({"0::/user.slice/user-1000.slice/session-3.scope\n",
          "/user.slice/user-1000.slice/session-3.scope", "session-3.scope", ""});
  expect(
      {"0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-firefox-2210.scope\n",
       "/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-firefox-2210.scope",
       "user 1000: app-gnome-firefox-2210.scope", ""});
  expect({"0::/system.slice/system-postgresql.slice/postgresql@15-main.service\n",
          "/system.slice/system-postgresql.slice/postgresql@15-main.service",
          "postgresql@15-main.service", ""});
  expect({"0::/system.slice/systemd-udevd.service/udev\n",
          "/system.slice/systemd-udevd.service/udev", "systemd-udevd.service", ""});
  expect({"0::/init.scope\n", "/init.scope", "init.scope", ""});
  expect({"0::/system.slice/foo\\x2dbar.service\n", "/system.slice/foo\\x2dbar.service",
          "foo\\x2dbar.service", ""});
  expect({"0::/system.slice/gone.service (deleted)\n", "/system.slice/gone.service", "gone.service",
          ""});
}

TEST(Cgroup, OfHybridAndOldMachines) {
  expect({"9:name=systemd:/\n8:pids:/\n4:memory:/task/924a97cf\n0::/\n", "/", "", ""});
  expect(
      {"5:memory:/system.slice/cron.service\n1:name=systemd:/system.slice/cron.service\n0::/"
       "system.slice/cron.service\n",
       "/system.slice/cron.service", "cron.service", ""});
  // The unified hierarchy of a hybrid machine may contain the engine, but not the container.
  expect({"12:memory:/docker/" + kId + "\n1:name=systemd:/docker/" + kId +
              "\n0::/system.slice/containerd.service\n",
          "/docker/" + kId, "", "3f4e8a1b2c3d"});
  expect({"3:memory:/docker/" + kId + "\n0::/\n", "/", "", "3f4e8a1b2c3d"});
  expect({"1:name=systemd:/\n0::/user.slice/user-0.slice/session-1.scope\n",
          "/user.slice/user-0.slice/session-1.scope", "session-1.scope", ""});
}

TEST(Cgroup, OfContainerEngines) {
  const auto container = [](const std::string& path) {
    return parse_cgroup("0::" + path + "\n").container;
  };
  EXPECT_EQ(container("/system.slice/docker-" + kId + ".scope"), "3f4e8a1b2c3d");
  EXPECT_EQ(container("/docker/" + kId), "3f4e8a1b2c3d");
  EXPECT_EQ(container("/docker/buildx/docker-" + kId + ".scope/init"), "3f4e8a1b2c3d");
  EXPECT_EQ(container("/machine.slice/libpod-" + kId + ".scope/container"), "3f4e8a1b2c3d");
  EXPECT_EQ(container("/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" + kId +
                      ".scope"),
            "3f4e8a1b2c3d");
  EXPECT_EQ(container("/libpod_parent/libpod-" + kId), "3f4e8a1b2c3d");
  EXPECT_EQ(container("/system.slice/web.service/libpod-payload-" + kId), "3f4e8a1b2c3d");
  EXPECT_EQ(container("/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod7c1d.slice/"
                      "cri-containerd-" +
                      kId + ".scope"),
            "3f4e8a1b2c3d");
  EXPECT_EQ(container("/kubepods.slice/kubepods-pod7c1d.slice/crio-" + kId + ".scope/container"),
            "3f4e8a1b2c3d");
  EXPECT_EQ(container("/kubepods/besteffort/pod7c1d-aa/" + kId), "3f4e8a1b2c3d");
  EXPECT_EQ(container("/lxc.payload.web"), "web");
  EXPECT_EQ(container("/lxc.payload.web/system.slice/ssh.service"), "web");
  EXPECT_EQ(container("/lxc/web"), "web");
  EXPECT_EQ(container("/machine.slice/systemd-nspawn@web.service/payload"), "web");
  EXPECT_EQ(container("/machine.slice/machine-web\\x2done.scope"), "web-one");
  EXPECT_EQ(container("/machine.slice/machine-qemu\\x2d1\\x2ddb.scope/libvirt/emulator"),
            "qemu-1-db");
  EXPECT_EQ(container("/garden/0cbd5a2e-77"), "0cbd5a2e-77");
  EXPECT_EQ(container("/../" + kId), "3f4e8a1b2c3d") << "seen from another container";
}

TEST(Cgroup, AProcessBesideAContainerIsNotInIt) {
  const auto container = [](const std::string& path) { return container_of_path(path); };
  EXPECT_EQ(container("/machine.slice/libpod-conmon-" + kId + ".scope"), "");
  EXPECT_EQ(container("/kubepods.slice/crio-conmon-" + kId + ".scope"), "");
  EXPECT_EQ(container("/lxc.monitor.web"), "");
  EXPECT_EQ(container("/machine.slice/systemd-nspawn@web.service/supervisor"), "");
  EXPECT_EQ(container("/system.slice/docker.service"), "");
  EXPECT_EQ(container("/docker/buildx"), "");
  EXPECT_EQ(container("/system.slice/docker-" + kId.substr(1) + ".scope"), "")
      << "too short for an id";
}

TEST(Cgroup, RecognizesServicesOfOpenRc) {
  EXPECT_TRUE(parse_cgroup("2:name=openrc:/sshd\n1:cpu:/\n").openrc);
  EXPECT_TRUE(parse_cgroup("0::/openrc.sshd\n").openrc);
  EXPECT_FALSE(parse_cgroup("2:name=openrc:/\n0::/\n").openrc);
  EXPECT_FALSE(parse_cgroup("0::/user/openrc.sshd\n").openrc);
}

TEST(Cgroup, SkipsMalformedLines) {
  expect({"", "", "", ""});
  expect({"\n\n", "", "", ""});
  expect({"0", "", "", ""});
  expect({"0:", "", "", ""});
  expect({"0::", "", "", ""});
  expect({"0::not/absolute\n", "", "", ""});
  expect({"x\n0::/a:b/c.service", "/a:b/c.service", "c.service", ""});
  expect({"0::/.service/.scope\n", "/.service/.scope", "", ""});
  expect({"0::///\n", "///", "", ""});
}

}  // namespace
}  // namespace portexplorer
