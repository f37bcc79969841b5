namespace portexplorer::gui {}
