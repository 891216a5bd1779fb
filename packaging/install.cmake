# What each package holds. Three .deb files: escale-kiosk (the terminal), escale-hub, escale (the command line).
include(GNUInstallDirs)
set(_units lib/systemd/system)

install(TARGETS escale COMPONENT cli RUNTIME)
if(TARGET escale-tuf)
  install(TARGETS escale-tuf COMPONENT cli RUNTIME)
endif()

if(ESCALE_HUB)
  install(TARGETS escale-hub COMPONENT hub RUNTIME)
  install(FILES packaging/systemd/escale-hub.service DESTINATION ${_units} COMPONENT hub)
  install(FILES packaging/config/hub.yaml DESTINATION /etc/escale COMPONENT hub)
  install(FILES packaging/nginx/escale-hub.conf DESTINATION share/doc/escale-hub/examples COMPONENT hub)
  install(FILES LICENSE DESTINATION share/doc/escale-hub RENAME copyright COMPONENT hub)
endif()
if(ESCALE_KIOSK)
  install(TARGETS escale-kiosk escale-supervisor COMPONENT kiosk RUNTIME)
  if(TARGET escale-voice)
    install(TARGETS escale-voice COMPONENT kiosk RUNTIME)
  endif()
  install(PROGRAMS packaging/lock-down DESTINATION lib/escale COMPONENT kiosk)
  install(FILES packaging/pam/escale-kiosk DESTINATION /etc/pam.d COMPONENT kiosk)
  install(DIRECTORY assets/ DESTINATION share/escale COMPONENT kiosk)
  install(FILES packaging/systemd/escale-kiosk.service packaging/systemd/escale-kiosk-console.service packaging/systemd/escale-media@.service
    DESTINATION ${_units} COMPONENT kiosk)
  install(FILES packaging/udev/70-escale-media.rules packaging/udev/71-escale-screen.rules DESTINATION lib/udev/rules.d COMPONENT kiosk)
  install(FILES packaging/config/kiosk.yaml DESTINATION /etc/escale COMPONENT kiosk)
  install(FILES LICENSE DESTINATION share/doc/escale-kiosk RENAME copyright COMPONENT kiosk)
endif()
install(FILES LICENSE DESTINATION share/doc/escale RENAME copyright COMPONENT cli)

set(CPACK_PACKAGE_VENDOR "Escale")
set(CPACK_PACKAGE_CONTACT "Escale maintainers <escale@localhost>")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL cli hub kiosk)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)

set(CPACK_DEBIAN_CLI_PACKAGE_NAME escale)
set(CPACK_DEBIAN_CLI_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_CLI_PACKAGE_DEPENDS "fonts-inter, fonts-dejavu-core")
set(CPACK_COMPONENT_CLI_DESCRIPTION "Escale: command line of authors, publishers, readers and operators
 Compiles and signs content bundles, opens sealed answers, lists terminals.")

set(CPACK_DEBIAN_HUB_PACKAGE_NAME escale-hub)
set(CPACK_DEBIAN_HUB_PACKAGE_SECTION net)
set(CPACK_DEBIAN_HUB_PACKAGE_DEPENDS "adduser")
set(CPACK_DEBIAN_HUB_PACKAGE_CONTROL_EXTRA
    "${PROJECT_SOURCE_DIR}/packaging/debian/hub/postinst;${PROJECT_SOURCE_DIR}/packaging/debian/hub/prerm;${PROJECT_SOURCE_DIR}/packaging/debian/hub/conffiles")
set(CPACK_COMPONENT_HUB_DESCRIPTION "Escale: the meeting point of terminals
 Stores sealed answers that it cannot read and serves the signed repository.")

set(CPACK_DEBIAN_KIOSK_PACKAGE_NAME escale-kiosk)
set(CPACK_DEBIAN_KIOSK_PACKAGE_SECTION education)
set(CPACK_DEBIAN_KIOSK_PACKAGE_DEPENDS "cage, libpam-systemd, adduser, fonts-inter, fonts-sil-andika, fonts-dejavu-core")
set(CPACK_DEBIAN_KIOSK_PACKAGE_CONTROL_EXTRA
    "${PROJECT_SOURCE_DIR}/packaging/debian/kiosk/postinst;${PROJECT_SOURCE_DIR}/packaging/debian/kiosk/prerm;${PROJECT_SOURCE_DIR}/packaging/debian/kiosk/conffiles")
set(CPACK_COMPONENT_KIOSK_DESCRIPTION "Escale: the offline terminal of social work
 Training modules, resources and feedback on a shared touch screen, without a network.")
include(CPack)
